for_all=$(aws ec2 describe-volumes --query 'Volumes[].VolumeId' --output text)
echo $for_all
VOLUME=$(aws ec2 describe-volumes --filters Name=tag:Name,Values=orders-data --query "Volumes[0].VolumeId" --output text)
ROOT=$(aws ec2 describe-volumes --filters Name=tag:Name,Values=orders-root --query 'Volumes[0].VolumeId' --output text)
aws ec2 create-snapshot --volume-id $VOLUME --tag-specifications 'ResourceType=snapshot,Tags=[{Key=reason,Value=before-upgrade}]'
aws ec2 create-snapshot --volume-id $ROOT --tag-specifications 'ResourceType=snapshot,Tags=[{Key=reason,Value=before-upgrade}]'
