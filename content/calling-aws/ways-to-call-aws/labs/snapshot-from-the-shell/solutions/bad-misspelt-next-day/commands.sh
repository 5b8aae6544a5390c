VOLUME=$(aws ec2 describe-volumes --filters Name=tag:Name,Values=orders-data --query "Volumes[0].VolumeId" --output text)
aws ec2 create-snapshot --volume-id $VOLUME --tag-specifications 'ResourceType=snapshot,Tags=[{Key=reason,Value=before-upgrade}]'
sleep 1d
aws ec2 describe-snapshots --owners self
