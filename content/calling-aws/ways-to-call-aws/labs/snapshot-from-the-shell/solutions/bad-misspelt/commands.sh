VOLUME=$(aws ec2 describe-volumes --filters Name=tag:Name,Values=orders-data --query "Volumes[0].VolumeId" --output text)
aws ec2 create-snapshoot --volume-id $VOLUME
